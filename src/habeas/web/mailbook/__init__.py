"""The app ``mailbook``: what came in from people and organisations; who sent it is sealed."""
