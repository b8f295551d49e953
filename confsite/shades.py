"""The colours of the admin: cinnabar, and greys between the public ink and paper."""


def shades(colours: str) -> dict[str, str]:
    """From the lightest to the darkest, as Tailwind numbers them."""
    steps = "50 100 200 300 400 500 600 700 800 900 950"
    return dict(zip(steps.split(), colours.split(), strict=True))


SHADES = {
    "primary": shades(
        "#fdf5f3 #fbe8e4 #f8d5ce #f1b6aa #e58a78 #d4604c "
        "#b23a2a #982f21 #7e2a1f #6a281f #39110c"
    ),
    "base": shades(
        "#fbfaf7 #f4f1ea #e3dfd6 #cfc9bd #a49d90 #78726a "
        "#57524b #44403a #2b2824 #1c1b19 #161513"
    ),
}
