"""What knows nothing of netuv: errors, checks of arguments, users' functions, frames."""
