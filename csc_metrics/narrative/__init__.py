"""Sentences in plain English, made from the same rows as the tables and charts."""
