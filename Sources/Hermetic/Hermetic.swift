/// Policies, and what enforces them: a program that hosts Python says here what its plugins may do.
@_exported public import HermeticPolicy
