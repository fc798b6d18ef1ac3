"""A module that is denied."""
