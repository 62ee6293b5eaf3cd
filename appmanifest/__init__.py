"""The Teams app: manifest template, icons, and the builder of the validated zip.

It imports none of ours, and none of ours imports it.
"""
