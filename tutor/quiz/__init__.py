"""The quiz: questions about lines of arithmetic, their marking, mistakes named, hints, fresh numbers, the record.

Everything is made from formulas, so that it holds for any line of any lesson. Nothing here knows a screen.
"""
