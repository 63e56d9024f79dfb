"""Figures on labelled text. Each module's `main(path, report_dir)` runs the whole pipeline as the assistant does."""
