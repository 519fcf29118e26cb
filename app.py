"""The WSGI door: `flask run`, `waitress-serve app:app`, `gunicorn app:app`."""

from panel.bootstrap import create_app

app = create_app()
