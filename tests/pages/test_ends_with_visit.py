"""What is read for a visit ends with it."""

from streamlit.testing.v1 import AppTest


def test_a_file_is_read_no_further_once_its_visitor_is_gone():
    def script():
        import streamlit as st
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        from alliance.budget.apart import apart
        from alliance.budget.limits import SHEET
        from alliance.ui.app.visit import ends_with_visit

        with ends_with_visit():
            st.write(f"read {apart(SHEET, divmod, 7, 2)}")
            # As Streamlit does when a tab is closed.
            get_script_run_ctx().script_requests.request_stop()
            apart(SHEET, exec, "while True: pass")
        st.write("read on")

    page = AppTest.from_function(script, default_timeout=60).run()
    assert not page.exception
    assert [one.value for one in page.markdown] == ["read (3, 1)"]
