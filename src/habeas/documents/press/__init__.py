"""Press texts and public statements: who said what, in which words, when; rules for English and French."""

from habeas.documents.press.reading import SCHEMA, Press, press_json, read_press, speakers_of

__all__ = ["SCHEMA", "Press", "press_json", "read_press", "speakers_of"]
