"""Measurements, each beside its baseline.

The rule: a number means nothing alone. Every row runs what it measures and its baselines in turn
(A B A B …) in one run on one machine, shows medians with their spread, and judges by ratios only.
What is compared is real – the program's own flows, a real token driver, a real registry – and its
outputs are checked before a row is believed.
"""
