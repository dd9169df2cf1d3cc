"""The Goals page: the lazy tree, the editor of a goal, and the trash."""
