"""What practice is: plain Python without Qt, SQL or a clock."""
