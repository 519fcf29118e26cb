"""The written conclusion: drafted from data, reviewed, signed, issued; and the builder of official documents."""
