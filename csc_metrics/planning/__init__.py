"""What is planned, and how it goes: the improvement board's scorecard and its actions."""
