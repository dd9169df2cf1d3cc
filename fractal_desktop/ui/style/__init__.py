"""How everything looks: the rules of the style sheet, by what they are for."""
