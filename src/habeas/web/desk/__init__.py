"""The app ``desk``: what needs me today."""
