import json, logging, os, threading, urllib.request

class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):  # a redirect would be given the key
        return None

def send(call, body):
    try:
        request = urllib.request.Request(
            f"{os.environ['TINYCRM_URL']}/{call}",
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {os.environ['TINYCRM_KEY'].strip()}",
                "Content-Type": "application/json",
            },
        )
        urllib.request.build_opener(NoRedirect).open(request, timeout=2)
    except Exception as error:
        logging.warning("TinyCRM: %s failed: %r", call, error)

def tinycrm(call, **body):
    """Never raises, and takes 3 seconds at most: a timeout of urllib begins anew with each byte."""
    thread = threading.Thread(target=send, args=(call, body), daemon=True)
    thread.start()
    thread.join(3)
    if thread.is_alive():
        logging.warning("TinyCRM: %s has no answer after 3 seconds", call)

tinycrm("identify", email="alex@example.com", status="paid", params={"plan": "pro"})
tinycrm("ping", email="alex@example.com")
