"""Tables in attached files (PDF, Excel): read in a child process with limits, because anybody may upload anything."""
