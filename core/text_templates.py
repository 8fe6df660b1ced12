from django.template.loaders import filesystem


class Loader(filesystem.Loader):
    """Finds plain text alone: templates that end with .txt."""

    def get_template_sources(self, template_name):
        # Its engine escapes nothing: no page may ever be written by it.
        return super().get_template_sources(template_name) if template_name.endswith(".txt") else iter(())
