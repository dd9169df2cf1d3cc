"""What runs now, outside of the editor: in the status bar, in the tray, and the question after a gap."""
