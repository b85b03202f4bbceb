"""Design files: which policies meet which uncertainties with which luck, and what is measured."""
