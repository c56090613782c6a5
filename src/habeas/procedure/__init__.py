"""What a visiting body does step by step, held to the Convention: each step with the clause it rests on.

A procedure is a history of dated acts and a machine that says which act may come next
(:mod:`habeas.procedure.machine`). Where it stands is what the history makes of it on a day;
nothing of it is written down. What is known of other procedures from outside, late and in part,
is no history of this room but a fact of a dossier (docs/decisions/0005-own-acts-and-reported.md).
"""
