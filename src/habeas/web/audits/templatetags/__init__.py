"""What templates of audits say."""
