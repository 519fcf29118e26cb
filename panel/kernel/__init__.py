"""What every room may use: errors, time, canonical bytes, tokens, the actor. Imports nothing of ours."""
