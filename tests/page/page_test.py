# SPDX-License-Identifier: Apache-2.0
# page_test.py HTTP_PORT GATEWAY_PORT DRIVER_PORT TOKEN FOLDER: the status page in a real browser, in front
# of a gateway with two shards. Screenshots go to FOLDER. Prints a line for each check; exit status 1 if
# one failed.
import subprocess
import sys
import traceback

from webdriver import Browser

http_port, gateway_port, driver_port, token, folder = sys.argv[1:6]
page = f"http://127.0.0.1:{http_port}/"
markup = "<img src=x onerror=alert(1)>"


def client(sql):
    return ["mariadb", "--host=127.0.0.1", f"--port={gateway_port}", "--user=sluice", "--password=sluice",
            "shop", "-N", "-e", sql]


def run(sql):
    return subprocess.run(client(sql), capture_output=True, text=True, timeout=60)


def loads(browser):
    browser.open(page)
    browser.wait(lambda: browser.text("#state") == "ready", "the page does not say that the gateway is ready")
    browser.wait(lambda: "ds_1" in browser.text("#servers"), "the servers are not shown")
    assert "old_0" in browser.text("#servers")
    assert "up" in browser.text("#servers")


def follows(browser):
    before = browser.text("#tiles")
    for number in range(5):
        run(f"SELECT * FROM t_user WHERE user_id = {number}; SELECT * FROM t_user ORDER BY user_id")
    browser.wait(lambda: "FROM t_user WHERE user_id = ?" in browser.text("#digests"),
                 "statements do not appear by themselves")
    assert browser.text("#tiles") != before


def shows_text_only(browser):
    run(f"SELECT 1 AS `{markup}`")
    browser.wait(lambda: markup in browser.text("#digests"), "a statement with markup is not shown as it is")
    assert browser.run("return document.images.length") == 0


def kills(browser):
    sleeping = subprocess.Popen(client("SELECT SLEEP(120) FROM t_user WHERE user_id = 1"),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        browser.wait(lambda: browser.run("return document.querySelectorAll('#sessions button').length"),
                     "there is no kill button")
        press = "document.querySelector('#sessions button').click()"
        browser.run(press)
        browser.wait(lambda: "token" in browser.text("#action-result"), "a kill without the token is not refused")
        assert sleeping.poll() is None
        browser.type("#token", token)
        browser.run(press)
        browser.wait(lambda: "is killed" in browser.text("#action-result"), "the kill is not confirmed")
        sleeping.wait(timeout=20)
    finally:
        sleeping.kill()


def draws_routes(browser):
    browser.type("#route-sql", "SELECT * FROM t_user ORDER BY user_id LIMIT 3")
    browser.run("document.querySelector('#route-database').value = 'shop'")
    browser.click("#route-form button")
    browser.wait(lambda: "ds_1" in browser.text("#route"), "no route is drawn")
    assert "ds_0" in browser.text("#route")
    assert browser.run("return document.querySelectorAll('#route ul ul li').length") >= 3
    browser.size(1280, 1500)
    browser.run("scrollTo(0, 0)")
    browser.screenshot(f"{folder}/status-page.png")
    browser.run("document.querySelector('#route-sql').value = 'SELECT FROM'")
    browser.click("#route-form button")
    browser.wait(lambda: browser.run("return document.querySelectorAll('#route .bad').length"),
                 "an error of the route box is not shown")


def fits_a_phone(browser):
    browser.size(390, 844)
    assert browser.run("return innerWidth") <= 500
    wide = browser.run("return document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"the page is {wide} pixels wider than the screen"
    browser.run("scrollTo(0, 0)")
    browser.screenshot(f"{folder}/status-page-phone.png")


def is_clean(browser):
    # The route box's error and the refused kill are answers with a status of 400 and 403.
    bad = [line["message"] for line in browser.log() if line["level"] == "SEVERE"
           and "status of 40" not in line["message"] and "favicon" not in line["message"]]
    assert not bad, bad


def main():
    failed = 0
    browser = Browser(driver_port)
    try:
        for check in (loads, follows, shows_text_only, kills, draws_routes, fits_a_phone, is_clean):
            try:
                check(browser)
                print(f"ok {check.__name__}")
            except Exception:
                failed += 1
                print(f"not ok {check.__name__}\n{traceback.format_exc()}")
    finally:
        browser.close()
    print(f"{failed} failed")
    return 1 if failed else 0


sys.exit(main())
