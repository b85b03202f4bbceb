"""What one agent decides: scalar functions of numbers, parameters and draws."""
