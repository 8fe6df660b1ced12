from django.template.loaders import filesystem


class Loader(filesystem.Loader):
    """Finds plain text alone: a page can never be written by the engine that escapes nothing."""

    def get_template_sources(self, template_name):
        return super().get_template_sources(template_name) if template_name.endswith(".txt") else iter(())
