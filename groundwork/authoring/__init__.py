"""What helps an author: the check of all content, its explanations, and the schemas for editors. Imports neither Rasa nor TensorFlow."""
