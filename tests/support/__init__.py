"""What the tests share: databases, the application, visitors, a browser, mail, counted queries."""
