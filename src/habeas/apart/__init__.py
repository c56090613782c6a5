"""Files of others, read and drawn in a process of its own with limits: a bad one harms only that."""
