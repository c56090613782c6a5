"""Logs that cannot be rewritten unseen: the tree, its tiles, signed heads, witnesses, receipts.

Bytes in, bytes and verdicts out. What an entry says, where files lie and how they are fetched is not
known here. By RFC 6962 and C2SP's signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles,
tlog-proof, tlog-policy and tlog-witness.
"""
