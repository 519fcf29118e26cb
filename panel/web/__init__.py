"""What every page needs: who may enter, refusals as pages, forms, layout, language."""
