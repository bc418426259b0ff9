"""Rules + Document + Quantities -> Relations and Findings. Knows no file format."""
