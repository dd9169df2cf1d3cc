"""The list of practice sessions and the editor of one."""
