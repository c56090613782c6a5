"""Synthetic registers: invented stays, as lifelike as the standards allow, to try out what reads a register.

One seed is one register, byte for byte, on every Python: chance comes from one generator a chunk, chunks
depend on nothing but the plan, and a caller may make them in any number of processes. A register without
planted breaches keeps the rules of custody; each planted breach is told beside it by the rule's name.
"""

from habeas.custody.synthetic.chunk import Made, books, chunk
from habeas.custody.synthetic.plan import Plan

__all__ = ["Made", "Plan", "books", "chunk"]
