"""The one door to what is public: frozen results of published things only, asked by nobody."""
