"""Can I sign now? Every part that signing needs is looked at; a broken one hides no other.

Rule: nothing here raises for what is wrong with the station; it becomes a finding with its cure.
"""
