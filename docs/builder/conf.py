"""Settings of Sphinx for both languages. What loads from elsewhere is switched off."""

from docs.builder.mathml import setup as setup  # Sphinx calls it
from klimamosaik import __version__

project = "Klimamosaik"
author = "The Klimamosaik authors"
copyright = author
version = release = __version__
language = "de"  # -D language=en for English

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
myst_fence_as_directive = ["math"]  # ```math, as forges show equations too
nitpicky = True
math_renderer = "mathml"
html_math_renderer = "mathml"

html_theme = "furo"
html_title = "Klimamosaik"
html_copy_source = False
html_permalinks = False  # a sign beside each heading, named in English on German pages
html_use_index = False  # nothing here is indexed by name
html_show_sourcelink = False
html_show_copyright = False
templates_path = ["theme"]
html_static_path = ["theme/static"]
html_css_files = ["site.css"]
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
