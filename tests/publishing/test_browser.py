"""A report and an index in Chromium with the network off."""

import os
import shutil
from pathlib import Path

import pytest
from nbformat import v4

from thienhuong_analysis.publishing.html import render
from thienhuong_analysis.publishing.index import index_page
from thienhuong_analysis.publishing.runs import Outcome, Provenance, Run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="no Chromium here"),
]

WIDE = "<table class='numbers'><caption>Wide</caption><tr>" + "".join(
    f"<th scope='col'>Cột {n}</th>" for n in range(30)) + "</tr></table>"
PICTURE = ("<figure class='chart'><figcaption>Đường đi</figcaption><img alt='GRDP rises' "
           "src='data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZp"
           "ZXdCb3g9IjAgMCA2IDQiLz4='></figure>")
HOSTILE = ("<script>document.title = 'taken'</script>\n\n<img src=x onerror=\"alert(1)\">\n\n"
           r"$\text{<img src=x onerror=alert(1)>}$ "
           "[go](javascript:alert(1)) ![p](https://example.org/p)")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    place: Path = tmp_path_factory.mktemp("pages")
    shown = (f"<div class='scroll'>{WIDE}</div>", PICTURE,
             "<p style='color:red'>x</p><style>p{}</style>")
    outputs = [v4.new_output("display_data", {"text/html": html}) for html in shown]
    outputs.append(v4.new_output("error", ename="ValueError", evalue="x" * 300, traceback=["t"]))
    notebook = v4.new_notebook(cells=[
        v4.new_markdown_cell("# Tổng giá trị sản phẩm"),
        v4.new_markdown_cell(f"## Một\n\n{HOSTILE}"),
        v4.new_markdown_cell(f"## Hai\n\n$${'x_i + ' * 80}1$$\n\n```\n{'dài ' * 90}\n```"),
        v4.new_code_cell("print('" + "x" * 300 + "')", outputs=outputs)])
    provenance = Provenance({"year": 2026}, "2026-01-31", {"data/raw/a.csv": "0" * 64}, "0.1.0",
                            sample=True, home="index.html")
    report, _ = render(notebook, "vi", subtitle="Xu hướng", provenance=provenance)
    run = Run("report", Path("report.ipynb"), provenance)
    index = index_page([Outcome(run, "failed", "Báo cáo", 4, "ValueError: " + "x" * 300, 1.0, "0")],
                       lang="vi", title="Đánh giá năm 2026", headline=[("41", "chỉ tiêu")] * 7)
    for name, html in (("report", report), ("index", index)):
        (place / f"{name}.html").write_bytes(html.encode())
    return place


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["report", "index"])
def test_a_page_asks_for_nothing_complains_of_nothing_and_fits(browser, pages, name, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True,
                                  color_scheme=scheme)
    page = context.new_page()
    requests, complaints, dialogs = [], [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    address = (pages / f"{name}.html").as_uri()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert [url for url in requests if not url.startswith("data:")] == [address]
    assert complaints == []
    assert dialogs == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("img:not([alt]), img[alt='']").count() == 0
    assert page.locator("script").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") != "32px"
    context.close()
