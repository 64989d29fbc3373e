# Appended to the program as a zip archive, so that `python3 FILE` runs the program too. Any Python 3, and Python 2.7.
import os
import sys

try:
    os.execv(sys.argv[0], sys.argv)
except OSError as problem:
    sys.exit("ERROR - cannot execute '%s': %s; expected a program for this machine with mode 0755 on a file system"
             " that is not mounted noexec" % (sys.argv[0], problem.strerror))
