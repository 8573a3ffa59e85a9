"""最小的 WebKitGTK 浏览器，由 WebKitWebDriver 启动：``webkit_browser.py 资料目录``。

自带的 MiniBrowser 受控时不用磁盘缓存，每个标签页各管各的；这一个和真的浏览器一样缓存。
"""

import ctypes
import signal
import sys
from ctypes import CFUNCTYPE, c_char_p, c_int, c_size_t, c_void_p
from ctypes.util import find_library
from pathlib import Path

DIE_WITH_PARENT = 1  # prctl 的 PR_SET_PDEATHSIG
TOP_FRAME, AT_START = 1, 0
SIZE = (800, 900)
NAME = b"MiniBrowser"  # selenium 要的是这个名字
LIBRARIES = ("gobject-2.0", "gtk-3", "webkit2gtk-4.1")

gobject, gtk, webkit = (ctypes.CDLL(find_library(name)) for name in LIBRARIES)
kept = []  # 回调要留住，不然会被回收


class Pointer(c_void_p):
    """子类不会变成整数，可以原样再传。"""


webkit.webkit_web_view_get_type.restype = c_size_t
for create in (
    gobject.g_object_new,
    gtk.gtk_window_new,
    webkit.webkit_application_info_new,
    webkit.webkit_user_content_manager_new,
    webkit.webkit_user_script_new,
    webkit.webkit_web_context_new_with_website_data_manager,
    webkit.webkit_website_data_manager_new,
):
    create.restype = Pointer


def connect(source: Pointer, name: bytes, heard, result=None) -> None:
    """信号的回调都是三个指针：发信号的、一个参数、不用的。"""
    kept.append(CFUNCTYPE(result, Pointer, Pointer, Pointer)(heard))
    gobject.g_signal_connect_data(source, name, kept[-1], None, None, 0)


def context_in(folder: Path) -> Pointer:
    data, cached = bytes(folder / "data"), bytes(folder / "cache")
    places = (b"base-data-directory", data, b"base-cache-directory", cached, None)
    manager = webkit.webkit_website_data_manager_new(*places)
    return webkit.webkit_web_context_new_with_website_data_manager(manager)


def content_with(script: bytes) -> Pointer:
    """每一页最先运行的脚本。"""
    content = webkit.webkit_user_content_manager_new()
    injected = webkit.webkit_user_script_new(c_char_p(script), TOP_FRAME, AT_START, None, None)
    webkit.webkit_user_content_manager_add_script(content, injected)
    return content


def view_in_window(context: Pointer, content: Pointer) -> Pointer:
    view = gobject.g_object_new(
        c_size_t(webkit.webkit_web_view_get_type()),
        *(b"web-context", context, b"user-content-manager", content),
        *(b"is-controlled-by-automation", c_int(1), None),
    )
    window = gtk.gtk_window_new(0)
    gtk.gtk_window_set_default_size(window, *SIZE)
    gtk.gtk_container_add(window, view)
    gtk.gtk_widget_show_all(window)
    gtk.gtk_window_present(window)
    gtk.gtk_widget_grab_focus(view)
    return view


def main(folder: Path, script: str) -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    gtk.gtk_init(None, None)
    context, content = context_in(folder), content_with(script.encode())

    def new_view(*_):
        return view_in_window(context, content).value

    def started(_, session, __):
        name = webkit.webkit_application_info_new()
        webkit.webkit_application_info_set_name(name, NAME)
        webkit.webkit_automation_session_set_application_info(session, name)
        connect(session, b"create-web-view", new_view, c_void_p)

    connect(context, b"automation-started", started)
    webkit.webkit_web_context_set_automation_allowed(context, 1)
    gtk.gtk_main()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
