# SPDX-License-Identifier: GPL-3.0-or-later
"""A private X display with a window manager, and the moments at which a program's window is mapped and painted on it."""
import ctypes
import os
import select
import shutil
import subprocess
import time

from processes import end_with_us
from report import CannotMeasure

SUBSTRUCTURE_NOTIFY = 1 << 19
STRUCTURE_NOTIFY = 1 << 17
CREATE_NOTIFY = 16
IS_VIEWABLE = 2
RAW_RECTANGLES = 0


class Attributes(ctypes.Structure):
    """XWindowAttributes of Xlib (Xlib.h)."""
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int), ("border_width", ctypes.c_int),
                ("depth", ctypes.c_int), ("visual", ctypes.c_void_p), ("root", ctypes.c_ulong), ("class_", ctypes.c_int),
                ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int), ("backing_store", ctypes.c_int),
                ("backing_planes", ctypes.c_ulong), ("backing_pixel", ctypes.c_ulong), ("save_under", ctypes.c_int),
                ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int), ("map_state", ctypes.c_int),
                ("all_event_masks", ctypes.c_long), ("your_event_mask", ctypes.c_long), ("do_not_propagate_mask", ctypes.c_long),
                ("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]


class CreateEvent(ctypes.Structure):
    """The head of XCreateWindowEvent; other events have the same first fields."""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("parent", ctypes.c_ulong), ("window", ctypes.c_ulong)]


class Rectangle(ctypes.Structure):
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort), ("height", ctypes.c_ushort)]


class DamageEvent(ctypes.Structure):
    """The head of XDamageNotifyEvent (Xdamage.h)."""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("drawable", ctypes.c_ulong), ("damage", ctypes.c_ulong), ("level", ctypes.c_int), ("more", ctypes.c_int),
                ("timestamp", ctypes.c_ulong), ("area", Rectangle), ("geometry", Rectangle)]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("create", CreateEvent), ("damage", DamageEvent), ("pad", ctypes.c_long * 24)]


ERROR_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
IGNORE = ERROR_HANDLER(lambda display, error: 0)  # windows come and go while they are asked for


def xlib():
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        raise CannotMeasure("libX11 is not installed") from None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    for name in ("XDefaultRootWindow", "XConnectionNumber", "XPending", "XFlush", "XCloseDisplay"):
        getattr(x11, name).argtypes = [ctypes.c_void_p]
    x11.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
    x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.POINTER(Event)]
    x11.XGetWindowAttributes.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(Attributes)]
    x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
    x11.XSetErrorHandler(IGNORE)
    return x11


def xdamage():
    try:
        damage = ctypes.CDLL("libXdamage.so.1")
    except OSError:
        raise CannotMeasure("libXdamage is not installed (apt-get install libxdamage1)") from None
    damage.XDamageQueryExtension.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int)]
    damage.XDamageCreate.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int]
    return damage


class Watcher:
    """Hears of every window that is made, and of what is drawn in it. A connection of its own."""

    def __init__(self, name):
        self.x11 = xlib()
        self.extension = xdamage()
        self.display = self.x11.XOpenDisplay(name.encode())
        if not self.display:
            raise CannotMeasure(f"the display {name} does not answer")
        base, errors = ctypes.c_int(), ctypes.c_int()
        if not self.extension.XDamageQueryExtension(self.display, ctypes.byref(base), ctypes.byref(errors)):
            raise CannotMeasure(f"the display {name} has no DAMAGE extension")
        self.damage_notify = base.value
        root = self.x11.XDefaultRootWindow(self.display)
        self.x11.XSelectInput(self.display, root, SUBSTRUCTURE_NOTIFY)
        self.x11.XSync(self.display, 1)
        self.drawn = {}  # window -> the largest area that was drawn at once, pixels

    def close(self):
        self.x11.XCloseDisplay(self.display)

    def wait_for_window(self, limit, alive):
        """The times at which a window of the program is mapped, and at which it has its first picture. Blocks on the connection,
        so it wakes with the event. What a window manager frames is mapped when frame and window are."""
        end = time.monotonic() + limit
        mapped = None
        while time.monotonic() < end:
            if not self.x11.XPending(self.display):
                select.select([self.x11.XConnectionNumber(self.display)], [], [], 0.2)
                if not alive():
                    raise CannotMeasure("the program ended before it showed a window")
            while self.x11.XPending(self.display):
                self.take_event()
            seen = {window: size for window in self.drawn if (size := self.size_if_seen(window))}
            if seen and mapped is None:
                mapped = time.monotonic()
            if any(self.drawn[window] >= size / 2 for window, size in seen.items()):
                return mapped, time.monotonic()
        raise CannotMeasure(f"no window within {limit} s")

    def take_event(self):
        event = Event()
        self.x11.XNextEvent(self.display, ctypes.byref(event))
        if event.type == CREATE_NOTIFY:
            window = event.create.window
            self.drawn[window] = 0
            self.x11.XSelectInput(self.display, window, STRUCTURE_NOTIFY)
            self.extension.XDamageCreate(self.display, window, RAW_RECTANGLES)
        elif event.type == self.damage_notify and event.damage.drawable in self.drawn:
            area = event.damage.area.width * event.damage.area.height
            self.drawn[event.damage.drawable] = max(self.drawn[event.damage.drawable], area)

    def size_if_seen(self, window):
        """Pixels of a window of the program that is on the screen, else 0: frames and tooltips are override-redirect, helpers tiny."""
        found = Attributes()
        if not self.x11.XGetWindowAttributes(self.display, window, ctypes.byref(found)):
            return 0
        if found.map_state != IS_VIEWABLE or found.override_redirect or found.width < 100 or found.height < 100:
            return 0
        return found.width * found.height


class Screen:
    """Xvfb and openbox, for a `with`."""

    def __enter__(self):
        for program in ("Xvfb", "openbox"):
            if not shutil.which(program):
                raise CannotMeasure(f"{program} is not installed")
        read, write = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"], pass_fds=[write],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_us())
        os.close(write)
        self.manager = None
        number = ""
        while not number.endswith("\n") and select.select([read], [], [], 20)[0]:  # it writes in two pieces
            piece = os.read(read, 16).decode()
            if not piece:
                break
            number += piece
        os.close(read)
        number = number.strip()
        if not number:
            self.__exit__()
            raise CannotMeasure("Xvfb did not start")
        self.name = f":{number}"
        self.manager = subprocess.Popen(["openbox"], env=os.environ | {"DISPLAY": self.name}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, preexec_fn=end_with_us())
        time.sleep(1.0)
        return self

    def __exit__(self, *_):
        for process in (self.manager, self.server):
            if process and process.poll() is None:
                process.terminate()
                process.wait()
