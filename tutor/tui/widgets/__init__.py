"""The widgets: pictures turned into strips."""
