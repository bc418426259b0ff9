"""Fuzzing: many odd inputs for every surface that takes what strangers wrote. `python -m fuzz --help`.

surface      what one surface is: a target, seeds, words; how one input is run and what counts as a defect
invariants   what must be true of every document, every number, every report
texts files languages knowing session      the targets, by what they feed
seeds        small good inputs, made by the real libraries
shapes       inputs made of parts (zip archives), so that a part is changed and not its packing
targets      name -> surface
mutation     inputs from inputs: words of a grammar, cuts, copies, single bytes; the same as hypothesis strategies
engines      the loops that run a target: coverage-guided (atheris), mutation, hypothesis
drive        a process for each run, watched from outside: crashes, hangs, minimising, keeping
ledger       what was executed when, and the table of docs/reliability.md
"""
