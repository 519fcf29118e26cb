"""Headers and cookies: nothing from outside, nothing inline, nothing framed, no page kept by a cache."""

from datetime import timedelta

from flask import Flask, Response, current_app, g, request

from panel.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# A static file's address changes with its content: by its fingerprint, or by the version in a vendored folder's name.
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"


def init_security(app: Flask) -> None:
    """Set the cookies' flags, the size limits of a form, and the headers of every answer."""
    app.config.update(
        SESSION_COOKIE_NAME="panel_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=True,  # the idle limit counts from the last request
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=1000,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the sign-in: a long text is not lost
    )
    app.after_request(_add_headers)
    app.after_request(_stay_on_https)


def secure(app: Flask, settings: Settings) -> None:
    """Set what an installation decides: the key of sign-ins and their lifetime, HTTPS, the size of a request."""
    app.config.update(
        SECRET_KEY=settings.secret("session.key"),
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.idle_minutes),
        MAX_CONTENT_LENGTH=settings.upload_limit + 1024 * 1024,
        WTF_CSRF_SSL_STRICT=settings.is_https,
    )


def _stay_on_https(response: Response) -> Response:
    """Tell browsers never to come by plain HTTP again, where the cookie could be read on the way."""
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def keep_token() -> None:
    """Let the page that answers a form carry the token it came with: a new one would say no more."""
    if g.get("csrf_valid") and (token := request.form.get("csrf_token")):
        g.csrf_token = token


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "static" or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
    elif "v" in request.args or request.path.startswith(f"{current_app.static_url_path}/vendor/"):
        headers["Cache-Control"] = KEPT_FOR_GOOD
    return response
