"""A pseudo-terminal that lives as long as standard input is open: what is written to it comes out of standard output and back.

argv[1]  path of a symbolic link to make to the terminal, and to remove at the end
stderr   a line such as "9600 8N1" first and each time somebody sets the line otherwise
"""
import os
import select
import sys
import termios
import tty

SPEEDS = {termios.B9600: 9600, termios.B19200: 19200, termios.B38400: 38400, termios.B115200: 115200}
SIZES = {termios.CS5: 5, termios.CS6: 6, termios.CS7: 7, termios.CS8: 8}


def settings(terminal):
    _, _, cflag, _, _, speed, _ = termios.tcgetattr(terminal)
    parity = "N" if not cflag & termios.PARENB else "O" if cflag & termios.PARODD else "E"
    return f"{SPEEDS.get(speed, 0)} {SIZES[cflag & termios.CSIZE]}{parity}{2 if cflag & termios.CSTOPB else 1}"


def main(link):
    # The slave stays open here, so that a host may go and another come.
    master, slave = os.openpty()
    tty.setraw(slave)
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink(os.ttyname(slave), link)
    known = None
    try:
        while True:
            now = settings(slave)
            if now != known:
                print(now, file=sys.stderr, flush=True)
                known = now
            ready, _, _ = select.select([0, master], [], [])
            for source, target in ((0, master), (master, 1)):
                if source in ready:
                    heard = os.read(source, 4096)
                    if not heard:
                        return
                    os.write(target, heard)
    finally:
        os.unlink(link)


main(sys.argv[1])
