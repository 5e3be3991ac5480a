"""What was known when: figures that later reports replaced, how, and what is best known as of a day."""
