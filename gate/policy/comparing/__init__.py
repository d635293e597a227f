"""What changes from one release of the policies to another, in words and without any history."""
