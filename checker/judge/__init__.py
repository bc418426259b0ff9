"""Rules + document + quantities -> relations and findings; knows no file format."""
